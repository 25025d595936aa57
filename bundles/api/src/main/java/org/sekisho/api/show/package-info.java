/**
 * What a {@code show} answers: data gathered once, described field by field, and printed either in
 * the layout of an RTX or as JSON ({@code show … | json}).
 */
@Version("1.0.0")
package org.sekisho.api.show;

import org.osgi.annotation.versioning.Version;

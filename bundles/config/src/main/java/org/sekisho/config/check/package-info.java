/** Checks configuration files from a plain shell, without a router. */
package org.sekisho.config.check;

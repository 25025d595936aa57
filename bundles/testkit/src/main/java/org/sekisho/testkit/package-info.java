/** What the tests of several bundles share; not part of the distribution. */
package org.sekisho.testkit;

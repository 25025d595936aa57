/** Commands in Karaf's shell that lead to the RTX console. */
package org.sekisho.console.karaf;

/** The running configuration: changes, listeners, the file, and how it is printed. */
package org.sekisho.config.running;

/** The RTX console: OSGi components that join sessions, users, commands and the SSH server. */
package org.sekisho.console;

/** The SSH server of the console: host keys, authentication, channels. */
package org.sekisho.console.ssh;

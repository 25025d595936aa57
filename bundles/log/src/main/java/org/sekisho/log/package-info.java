/** The event log: ring, syslog sender, {@code show log}. */
package org.sekisho.log;

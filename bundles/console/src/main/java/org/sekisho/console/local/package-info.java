/** The console of somebody at the box itself: its screen, its serial port. */
package org.sekisho.console.local;

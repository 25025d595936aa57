/** Commands of the console itself. */
package org.sekisho.console.commands;

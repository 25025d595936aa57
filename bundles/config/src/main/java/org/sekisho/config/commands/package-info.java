/** The commands of the language itself: selection, show config, save, descriptions. */
package org.sekisho.config.commands;

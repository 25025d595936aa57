/** The command language: lexer, syntax notation, matcher and completion. */
package org.sekisho.config.language;

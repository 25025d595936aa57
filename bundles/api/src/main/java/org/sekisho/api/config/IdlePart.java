package org.sekisho.api.config;

/**
 * A part of a command that has no effect on this router, while the rest takes effect; {@code show
 * config unsupported} lists the lines that have it.
 *
 * @param name a word of the syntax, or the name of a parameter
 * @param whole whether a line with this part has no effect at all; of a command with {@code {…}},
 *     whether the repetition has none
 * @param reason one sentence
 */
public record IdlePart(String name, boolean whole, Text reason) {}

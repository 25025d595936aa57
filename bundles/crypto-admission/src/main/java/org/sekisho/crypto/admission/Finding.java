package org.sekisho.crypto.admission;

import org.sekisho.api.crypto.EspSuite;

/**
 * One thing a provider does wrong.
 *
 * @param check name of the check that found it
 * @param suite the algorithms it was found with
 * @param problem what is wrong, one sentence without keys
 */
public record Finding(String check, EspSuite suite, String problem) {}

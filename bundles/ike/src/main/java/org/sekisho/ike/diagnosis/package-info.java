/**
 * What is known about failed negotiations: both sides' offers as data, their comparison, and the
 * configuration lines that would make them agree. Bounded, without I/O; the console's words are
 * chosen elsewhere.
 */
package org.sekisho.ike.diagnosis;

/**
 * The examination every crypto provider passes. A plain library without a test framework: the tests
 * of the crypto bundles call it, and a router may call it on a provider before it moves to it.
 */
package org.sekisho.crypto.admission;

/** Crypto on the providers of the JDK: transforms for ESP, primitives for IKE. */
package org.sekisho.crypto.jca;

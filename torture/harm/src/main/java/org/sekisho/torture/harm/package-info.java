/**
 * What goes wrong inside a router when a test wants it: a cipher that throws, a heap that is full.
 */
package org.sekisho.torture.harm;

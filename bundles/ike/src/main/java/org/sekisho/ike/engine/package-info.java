/**
 * The IKEv2 engine (RFC 7296). It does no I/O: datagrams, the clock, commands and configurations go
 * in; datagrams, SA changes, log lines and the next deadline come out. One thread at a time.
 */
package org.sekisho.ike.engine;

/** The engine as a service: its thread, its sockets, its neighbours and its commands. */
package org.sekisho.ike.service;

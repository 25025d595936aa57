/** The configuration bundle: its services and the whiteboards it keeps. */
package org.sekisho.config;

/** Passwords, users and their attributes. */
package org.sekisho.console.users;

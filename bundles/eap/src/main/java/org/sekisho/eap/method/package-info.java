/** What methods and conversations share: the packet and the contracts of a method. */
package org.sekisho.eap.method;

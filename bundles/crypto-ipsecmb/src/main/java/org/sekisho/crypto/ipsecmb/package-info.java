/** ESP transforms on Intel's ipsec-mb library (Debian's libipsec-mb1) through JNA. */
package org.sekisho.crypto.ipsecmb;

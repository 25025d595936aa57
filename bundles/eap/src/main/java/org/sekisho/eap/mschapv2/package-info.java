/** EAP-MSCHAPv2: RFC 2759 inside EAP type 26, keys of RFC 3079. */
package org.sekisho.eap.mschapv2;

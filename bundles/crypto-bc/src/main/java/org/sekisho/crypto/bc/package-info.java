/** ESP transforms and IKE primitives on Bouncy Castle's lightweight API. */
package org.sekisho.crypto.bc;

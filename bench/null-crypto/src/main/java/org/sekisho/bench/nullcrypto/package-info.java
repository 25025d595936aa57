/** ESP without encryption: what the packet path costs when crypto costs nothing. */
package org.sekisho.bench.nullcrypto;

/** Load for IKE responders: many of our engines as branch routers on real sockets. */
package org.sekisho.bench.load;

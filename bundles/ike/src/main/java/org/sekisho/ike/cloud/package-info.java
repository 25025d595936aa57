/**
 * Published policies of cloud gateways as dated data, and their comparison with a configuration.
 */
package org.sekisho.ike.cloud;

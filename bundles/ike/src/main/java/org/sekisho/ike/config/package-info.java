/** What the configuration says about gateways, and the commands that say it. */
package org.sekisho.ike.config;

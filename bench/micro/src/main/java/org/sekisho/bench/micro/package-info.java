/** JMH benchmarks of what is public; the others lie in the packages of what they measure. */
package org.sekisho.bench.micro;

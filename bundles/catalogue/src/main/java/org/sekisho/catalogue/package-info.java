/** The commands of a branch router whose bundles are yet to come, declared as text. */
package org.sekisho.catalogue;

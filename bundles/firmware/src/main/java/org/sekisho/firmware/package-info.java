/** The two firmware slots of a box that runs from a disk image. */
package org.sekisho.firmware;

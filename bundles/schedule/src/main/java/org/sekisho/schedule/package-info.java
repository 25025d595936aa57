/** Commands that run at a time. */
package org.sekisho.schedule;

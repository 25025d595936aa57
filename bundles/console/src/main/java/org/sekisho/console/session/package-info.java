/** Console sessions: line editing, pipes, pager, and how a line is run. */
package org.sekisho.console.session;

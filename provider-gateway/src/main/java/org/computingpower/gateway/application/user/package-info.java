/** What users do directly at the node: open a session, send sealed data. */
@NullMarked
package org.computingpower.gateway.application.user;

import org.jspecify.annotations.NullMarked;

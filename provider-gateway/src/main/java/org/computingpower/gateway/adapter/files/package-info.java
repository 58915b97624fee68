/** Durable state in files readable by the owner only. */
@NullMarked
package org.computingpower.gateway.adapter.files;

import org.jspecify.annotations.NullMarked;

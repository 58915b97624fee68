/** The validators' round stream, commits and reveals. */
@NullMarked
package org.computingpower.gateway.adapter.validator;

import org.jspecify.annotations.NullMarked;

/** Reading JSON so strictly that no two readers can understand it differently. */
@NullMarked
package org.computingpower.sgx.dcap.json;

import org.jspecify.annotations.NullMarked;

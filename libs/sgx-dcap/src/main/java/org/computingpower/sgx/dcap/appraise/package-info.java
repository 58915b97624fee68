/** What a relying party accepts: policy, appraisal and the offline check of an evidence bundle. */
@NullMarked
package org.computingpower.sgx.dcap.appraise;

import org.jspecify.annotations.NullMarked;

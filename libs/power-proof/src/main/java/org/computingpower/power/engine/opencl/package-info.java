/** The OpenCL engine: one kernel source for CPUs and GPUs, driven through java.lang.foreign. */
@NullMarked
package org.computingpower.power.engine.opencl;

import org.jspecify.annotations.NullMarked;

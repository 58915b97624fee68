package org.computingpower.power.engine.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.computingpower.power.engine.EngineFailure;

/**
 * A compiled search on one device with its buffers. Not thread-safe; everything native is released by {@link #close},
 * also if construction fails half-way.
 */
final class OpenClSession implements AutoCloseable {

    /** 65536 candidates = 256 KiB; batches are sized so that a quarter of it is expected at most. */
    static final int CAPACITY = 1 << 16;

    private static final int INPUT_WORDS = 18;
    private static final long READ_WRITE = 1;
    private static final long READ_ONLY = 4;
    private static final int BUILD_LOG = 0x1183;
    private static final int MAX_LOG_BYTES = 16 * 1024;
    private static final int BLOCKING = 1;
    private static final MemorySegment NULL = MemorySegment.NULL;

    private final OpenClLibrary library;
    private final Arena arena = Arena.ofShared();
    private final Deque<Runnable> releases = new ArrayDeque<>();
    private final MemorySegment queue;
    private final MemorySegment kernel;
    private final MemorySegment input;
    private final MemorySegment output;
    private final MemorySegment words = arena.allocate(ValueLayout.JAVA_INT, CAPACITY + 1L);
    private final MemorySegment argument = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment globalSize = arena.allocate(ValueLayout.JAVA_LONG);
    /** Work-items per group. One on CPUs, where a group runs on one core; NULL leaves the choice to the driver. */
    private final MemorySegment localSize;

    /**
     * @throws EngineFailure if the driver refuses; for a compile error with the compiler's log
     */
    OpenClSession(OpenClLibrary library, OpenClDevice device, KernelVariant variant) {
        this.library = library;
        this.localSize = device.type() == OpenClDevice.Type.CPU ? arena.allocateFrom(ValueLayout.JAVA_LONG, 1L) : NULL;
        boolean complete = false;
        try {
            MemorySegment devices = arena.allocateFrom(ValueLayout.ADDRESS, device.handle());
            MemorySegment context =
                    owned("clReleaseContext", library.create("clCreateContext", NULL, 1, devices, NULL, NULL));
            queue = owned(
                    "clReleaseCommandQueue", library.create("clCreateCommandQueue", context, device.handle(), 0L));
            MemorySegment program = build(context, device, variant);
            kernel = owned("clReleaseKernel", library.create("clCreateKernel", program, text("search")));
            input = buffer(context, READ_ONLY, INPUT_WORDS);
            output = buffer(context, READ_WRITE, CAPACITY + 1L);
            argument(0, input);
            argument(1, output);
            argument(2, CAPACITY);
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /** Hands the words over that stay the same for many batches. */
    void prepare(int[] kernelInput) {
        MemorySegment.copy(kernelInput, 0, words, ValueLayout.JAVA_INT, 0, INPUT_WORDS);
        transfer("clEnqueueWriteBuffer", input, INPUT_WORDS);
    }

    /**
     * Searches {@code items * iterations * lanes} nonces from a lower word on and answers the lower words of all
     * candidates, in no order; throws {@link CandidateOverflow} if there were more
     * than the capacity.
     */
    int[] search(int firstNonce, int items, int iterations) {
        argument(3, firstNonce);
        argument(4, iterations);
        words.set(ValueLayout.JAVA_INT, 0, 0);
        transfer("clEnqueueWriteBuffer", output, 1);
        globalSize.set(ValueLayout.JAVA_LONG, 0, items);
        library.call("clEnqueueNDRangeKernel", queue, kernel, 1, NULL, globalSize, localSize, 0, NULL, NULL);
        transfer("clEnqueueReadBuffer", output, 1);
        int found = words.get(ValueLayout.JAVA_INT, 0);
        if (found < 0 || found > CAPACITY) {
            throw new CandidateOverflow();
        }
        transfer("clEnqueueReadBuffer", output, found + 1);
        int[] candidates = new int[found];
        MemorySegment.copy(words, ValueLayout.JAVA_INT, Integer.BYTES, candidates, 0, found);
        return candidates;
    }

    @Override
    public void close() {
        while (!releases.isEmpty()) {
            releases.pop().run();
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** More candidates than fit: the caller searches fewer nonces at once. */
    static final class CandidateOverflow extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private MemorySegment build(MemorySegment context, OpenClDevice device, KernelVariant variant) {
        MemorySegment sources = arena.allocateFrom(ValueLayout.ADDRESS, text(variant.source()));
        MemorySegment program =
                owned("clReleaseProgram", library.create("clCreateProgramWithSource", context, 1, sources, NULL));
        MemorySegment options = text("-cl-std=CL1.2 -DLANES=" + variant.lanes() + " " + variant.options());
        if (library.status("clBuildProgram", program, 0, NULL, options, NULL, NULL) != 0) {
            MemorySegment log = arena.allocate(MAX_LOG_BYTES);
            library.status(
                    "clGetProgramBuildInfo", program, device.handle(), BUILD_LOG, (long) MAX_LOG_BYTES, log, NULL);
            throw new EngineFailure("The driver did not compile the kernel " + variant.name() + ": "
                    + log.getString(0, StandardCharsets.UTF_8).strip());
        }
        return program;
    }

    private MemorySegment buffer(MemorySegment context, long flags, long count) {
        return owned(
                "clReleaseMemObject", library.create("clCreateBuffer", context, flags, count * Integer.BYTES, NULL));
    }

    private MemorySegment owned(String release, MemorySegment handle) {
        releases.push(() -> library.status(release, handle));
        return handle;
    }

    private MemorySegment text(String value) {
        return arena.allocateFrom(value, StandardCharsets.UTF_8);
    }

    private void argument(int index, MemorySegment handle) {
        argument.set(ValueLayout.ADDRESS, 0, handle);
        library.call("clSetKernelArg", kernel, index, ValueLayout.ADDRESS.byteSize(), argument);
    }

    private void argument(int index, int value) {
        argument.set(ValueLayout.JAVA_INT, 0, value);
        library.call("clSetKernelArg", kernel, index, (long) Integer.BYTES, argument);
    }

    private void transfer(String function, MemorySegment buffer, int count) {
        library.call(function, queue, buffer, BLOCKING, 0L, (long) count * Integer.BYTES, words, 0, NULL, NULL);
    }
}

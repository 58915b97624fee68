package org.computingpower.power.engine.opencl;

import java.nio.ByteBuffer;
import java.util.stream.LongStream;
import org.computingpower.power.Sha256Share;
import org.computingpower.power.ShareCheck;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.PowerEngine;
import org.computingpower.power.engine.SolveRequest;
import org.computingpower.power.engine.SolveResult;
import org.computingpower.power.engine.opencl.OpenClSession.CandidateOverflow;

/**
 * SHA256_SHARE on one OpenCL device. The device only compares the upper 32 bits; every candidate is checked on the host
 * with the JDK's SHA-256. A device that answers candidates which the filter cannot have let through is broken, and the
 * search fails.
 */
public final class OpenClEngine implements PowerEngine {

    /** Batches last about so long: short enough to stop soon, long enough to hide the driver's overhead. */
    private static final long BATCH_NANOS = 20_000_000;

    private static final int FIRST_ITERATIONS = 64;
    private static final int MAX_ITERATIONS = 1 << 16;
    private static final int CPU_ITEMS_PER_UNIT = 8;
    private static final int GPU_ITEMS_PER_UNIT = 4096;
    private static final long TWO_32 = 1L << 32;

    private final OpenClDevice device;
    private final KernelVariant variant;
    private final OpenClSession session;
    private final int maxItems;
    private int iterations = FIRST_ITERATIONS;

    /**
     * @throws EngineFailure if the driver refuses the device or the kernel
     */
    OpenClEngine(OpenClLibrary library, OpenClDevice device, KernelVariant variant) {
        this.device = device;
        this.variant = variant;
        this.session = new OpenClSession(library, device, variant);
        this.maxItems = device.computeUnits()
                * (device.type() == OpenClDevice.Type.GPU ? GPU_ITEMS_PER_UNIT : CPU_ITEMS_PER_UNIT);
    }

    static String name(OpenClDevice device, KernelVariant variant) {
        return "opencl:" + device.index() + ":" + variant.name() + " (" + device.name() + ", " + device.platform()
                + ")";
    }

    @Override
    public String name() {
        return name(device, variant);
    }

    @Override
    public int puzzleKind() {
        return Sha256Share.ID;
    }

    @Override
    public synchronized SolveResult solve(SolveRequest request) {
        Search search = new Search(request);
        boolean stopped = false;
        while (search.done < request.maxHashes() && search.shares < request.maxShares() && !stopped) {
            search.batch();
            stopped = request.stop().getAsBoolean();
        }
        boolean complete = search.done == request.maxHashes();
        return SolveResult.of(search.found.build().toArray(), search.done, request, stopped && !complete);
    }

    /** Releases the device. */
    @Override
    public synchronized void close() {
        session.close();
    }

    private final class Search {

        private final SolveRequest request;
        private final ShareCheck check;
        private final LongStream.Builder found = LongStream.builder();
        private final long batchLimit;
        private int shares;
        private long done;
        private long preparedUpper = -1;

        Search(SolveRequest request) {
            this.request = request;
            this.check = Sha256Share.INSTANCE.check(request.challenge(), request.target());
            long bound = Integer.toUnsignedLong(request.target().upperWord()) + 1;
            this.batchLimit = Math.max(1, OpenClSession.CAPACITY / 4 * TWO_32 / bound);
        }

        /** One batch within one upper half of the nonce, no larger than what is left and what the buffer can hold. */
        void batch() {
            long nonce = request.nonceStart() + done;
            long lower = nonce & (TWO_32 - 1);
            long left = Math.min(Math.min(request.maxHashes() - done, TWO_32 - lower), batchLimit);
            long steps = left / variant.lanes();
            if (steps == 0) {
                searchOnHost(nonce, left);
                return;
            }
            prepare(nonce >>> Integer.SIZE);
            int items = (int) Math.min(maxItems, steps);
            int perItem = (int) Math.min(iterations, steps / items);
            long started = System.nanoTime();
            try {
                take(nonce - lower, session.search((int) lower, items, perItem));
            } catch (CandidateOverflow e) {
                searchOnHost(nonce, Math.min(left, OpenClSession.CAPACITY));
                return;
            }
            done += (long) items * perItem * variant.lanes();
            if (perItem == iterations) {
                adapt(System.nanoTime() - started);
            }
        }

        private void take(long base, int[] candidates) {
            for (int candidate : candidates) {
                long nonce = base + Integer.toUnsignedLong(candidate);
                if (check.isShare(nonce)) {
                    found.add(nonce);
                    shares++;
                } else {
                    requirePlausible(nonce);
                }
            }
        }

        /** A candidate that is no share must at least agree with the device's 32-bit filter. */
        private void requirePlausible(long nonce) {
            byte[] trial = Sha256Share.trial(request.challenge(), nonce).bytes();
            int upper = ByteBuffer.wrap(trial).getInt();
            if (Integer.compareUnsigned(upper, request.target().upperWord()) > 0) {
                throw new EngineFailure(name() + " computes wrong hashes");
            }
        }

        private void prepare(long upper) {
            if (upper != preparedUpper) {
                session.prepare(Midstate.kernelInput(
                        request.challenge(), (int) upper, request.target().upperWord(), variant.midstateRounds()));
                preparedUpper = upper;
            }
        }

        private void searchOnHost(long first, long count) {
            for (long i = 0; i < count; i++) {
                if (check.isShare(first + i)) {
                    found.add(first + i);
                    shares++;
                }
            }
            done += count;
        }
    }

    private void adapt(long nanos) {
        if (nanos < BATCH_NANOS / 2 && iterations < MAX_ITERATIONS) {
            iterations *= 2;
        } else if (nanos > BATCH_NANOS * 2 && iterations > 1) {
            iterations /= 2;
        }
    }
}

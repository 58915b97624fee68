package org.computingpower.power.engine.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.power.engine.EngineFailure;

/**
 * One way to compile the search for a device. Which one is fastest is measured, not guessed.
 *
 * @param name short name for people
 * @param resource file of the kernel source
 * @param lanes trials per work-item and step
 * @param midstateRounds after how many rounds the host hands over the state
 * @param options further compiler options
 */
record KernelVariant(String name, String resource, int lanes, int midstateRounds, String options) {

    private static final String PORTABLE = "sha256_share.cl";
    private static final String X86 = "sha256_share_x86.cl";
    private static final int MAX_LANES = 16;
    private static final List<Integer> X86_WAYS = List.of(2, 4);

    /** The variants worth trying on a device: one scalar form on GPUs; vectors and SHA instructions on CPUs. */
    static List<KernelVariant> of(OpenClDevice device) {
        if (device.type() == OpenClDevice.Type.GPU) {
            return List.of(new KernelVariant("scalar", PORTABLE, 1, 9, "-DUSE_BITSELECT"));
        }
        List<KernelVariant> variants = new ArrayList<>();
        if (device.type() == OpenClDevice.Type.CPU && hasX86ShaInstructions()) {
            X86_WAYS.forEach(ways -> variants.add(new KernelVariant("x86-sha-x" + ways, X86, ways, 8, "")));
        }
        int lanes = Math.min(MAX_LANES, device.nativeIntLanes());
        variants.add(new KernelVariant("vector-x" + lanes, PORTABLE, lanes, 9, ""));
        return List.copyOf(variants);
    }

    /** The kernel's source. */
    String source() {
        try (var in = KernelVariant.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new EngineFailure("The kernel " + resource + " is not part of this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new EngineFailure("Cannot read the kernel " + resource, e);
        }
    }

    /** Whether Linux lists the SHA instructions for this CPU. Anywhere else: no, and the portable kernel serves. */
    private static boolean hasX86ShaInstructions() {
        Path cpus = Path.of("/proc/cpuinfo");
        try {
            return Files.isReadable(cpus)
                    && Files.readAllLines(cpus).stream()
                            .filter(line -> line.startsWith("flags"))
                            .findFirst()
                            .filter(line -> line.matches(".*\\bsha_ni\\b.*"))
                            .isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}

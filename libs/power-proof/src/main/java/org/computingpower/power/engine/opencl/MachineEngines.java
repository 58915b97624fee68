package org.computingpower.power.engine.opencl;

import java.util.ArrayList;
import java.util.List;
import org.computingpower.power.engine.EngineCandidate;
import org.computingpower.power.engine.EngineFailure;
import org.computingpower.power.engine.MessageDigestEngine;

/** The engines this machine has: one per OpenCL device and kernel, and always the JDK's. */
public final class MachineEngines {

    private MachineEngines() {}

    /**
     * All candidates for one machine that is rated as one device.
     *
     * @param threads CPU threads of the JDK engine; OpenCL on a CPU takes the cores its driver was given (PoCL:
     *     POCL_MAX_PTHREAD_COUNT or the process' CPU affinity)
     */
    public static List<EngineCandidate> candidates(int threads) {
        List<EngineCandidate> candidates = new ArrayList<>(openCl());
        candidates.add(
                new EngineCandidate.Available("message-digest:" + threads, () -> new MessageDigestEngine(threads)));
        return List.copyOf(candidates);
    }

    /** One candidate per OpenCL device and kernel, or a single unavailable one that says what to install. */
    public static List<EngineCandidate> openCl() {
        try {
            OpenClLibrary library = OpenClLibrary.load();
            List<EngineCandidate> candidates = OpenClDevice.all(library).stream()
                    .flatMap(device -> openCl(library, device).stream())
                    .toList();
            return candidates.isEmpty()
                    ? unavailable("OpenCL is there but has no device; " + OpenClLibrary.HOW_TO_INSTALL)
                    : candidates;
        } catch (EngineFailure e) {
            return unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** The candidates on the OpenCL device with an index; for nodes whose devices are rated one by one. */
    public static List<EngineCandidate> openCl(int deviceIndex) {
        try {
            OpenClLibrary library = OpenClLibrary.load();
            List<OpenClDevice> devices = OpenClDevice.all(library);
            return deviceIndex >= 0 && deviceIndex < devices.size()
                    ? openCl(library, devices.get(deviceIndex))
                    : unavailable("There is no OpenCL device " + deviceIndex + "; this machine has " + devices.size());
        } catch (EngineFailure e) {
            return unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static List<EngineCandidate> openCl(OpenClLibrary library, OpenClDevice device) {
        return KernelVariant.of(device).stream()
                .<EngineCandidate>map(variant -> new EngineCandidate.Available(
                        OpenClEngine.name(device, variant), () -> new OpenClEngine(library, device, variant)))
                .toList();
    }

    private static List<EngineCandidate> unavailable(String reason) {
        return List.of(new EngineCandidate.Unavailable("opencl", reason));
    }
}

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
     * One OpenCL device of this machine.
     *
     * @param index its position, for {@link #openCl(int)}
     * @param name as its driver calls it
     * @param driver the platform it belongs to
     * @param type CPU, GPU or OTHER
     * @param computeUnits cores, or what the driver calls so
     */
    public record Device(int index, String name, String driver, String type, int computeUnits) {}

    /** The OpenCL devices of this machine; none if there is no OpenCL. */
    public static List<Device> devices() {
        try {
            return OpenClDevice.all(OpenClLibrary.load()).stream()
                    .map(device -> new Device(
                            device.index(),
                            device.name(),
                            device.platform(),
                            device.type().name(),
                            device.computeUnits()))
                    .toList();
        } catch (EngineFailure e) {
            return List.of();
        }
    }

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

package org.computingpower.power.engine.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One device of one OpenCL platform.
 *
 * @param index position among all devices of this machine, from 0
 * @param platform name of the platform (the driver)
 * @param name name of the device
 * @param type sort of device
 * @param computeUnits cores, or what the driver calls so
 * @param nativeIntLanes 32-bit integers per vector register, at least 1
 * @param handle the driver's handle
 */
record OpenClDevice(
        int index,
        String platform,
        String name,
        Type type,
        int computeUnits,
        int nativeIntLanes,
        MemorySegment handle) {

    /** Sort of device, as far as it decides about the kernel. */
    enum Type {
        CPU,
        GPU,
        OTHER
    }

    /** More devices in one machine are not looked at. */
    private static final int MAX_DEVICES = 64;

    private static final int PLATFORM_NAME = 0x0902;
    private static final int DEVICE_TYPE = 0x1000;
    private static final int DEVICE_MAX_COMPUTE_UNITS = 0x1002;
    private static final int DEVICE_NATIVE_VECTOR_WIDTH_INT = 0x1038;
    private static final int DEVICE_NAME = 0x102B;
    private static final long TYPE_CPU = 1 << 1;
    private static final long TYPE_GPU = 1 << 2;
    private static final long TYPE_ALL = 0xFFFF_FFFFL;
    private static final int MAX_TEXT_BYTES = 1024;

    /** All devices of all platforms; none if no driver is installed. */
    static List<OpenClDevice> all(OpenClLibrary library) {
        try (Arena arena = Arena.ofConfined()) {
            List<OpenClDevice> devices = new ArrayList<>();
            for (MemorySegment platform : list(library, arena, "clGetPlatformIDs")) {
                String platformName = text(library, "clGetPlatformInfo", platform, PLATFORM_NAME);
                for (MemorySegment device : list(library, arena, "clGetDeviceIDs", platform, TYPE_ALL)) {
                    devices.add(read(library, devices.size(), platformName, device));
                }
            }
            return List.copyOf(devices);
        }
    }

    private static OpenClDevice read(OpenClLibrary library, int index, String platform, MemorySegment device) {
        long type = number(library, device, DEVICE_TYPE, Long.BYTES);
        return new OpenClDevice(
                index,
                platform,
                text(library, "clGetDeviceInfo", device, DEVICE_NAME),
                (type & TYPE_GPU) != 0 ? Type.GPU : (type & TYPE_CPU) != 0 ? Type.CPU : Type.OTHER,
                Math.toIntExact(number(library, device, DEVICE_MAX_COMPUTE_UNITS, Integer.BYTES)),
                Math.max(1, Math.toIntExact(number(library, device, DEVICE_NATIVE_VECTOR_WIDTH_INT, Integer.BYTES))),
                device);
    }

    /** Handles by one of the functions that fill a list; no platform and no device count as an empty list. */
    private static List<MemorySegment> list(
            OpenClLibrary library, Arena arena, String function, Object... firstArguments) {
        MemorySegment handles = arena.allocate(ValueLayout.ADDRESS, MAX_DEVICES);
        MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
        List<Object> arguments = new ArrayList<>(List.of(firstArguments));
        arguments.addAll(List.of(MAX_DEVICES, handles, count));
        int status = library.status(function, arguments.toArray());
        if (status != 0) {
            return List.of();
        }
        List<MemorySegment> result = new ArrayList<>();
        int found = Math.min(MAX_DEVICES, count.get(ValueLayout.JAVA_INT, 0));
        for (int i = 0; i < found; i++) {
            result.add(handles.getAtIndex(ValueLayout.ADDRESS, i));
        }
        return result;
    }

    private static long number(OpenClLibrary library, MemorySegment device, int parameter, int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_LONG);
            library.call("clGetDeviceInfo", device, parameter, (long) bytes, value, MemorySegment.NULL);
            return bytes == Long.BYTES ? value.get(ValueLayout.JAVA_LONG, 0) : value.get(ValueLayout.JAVA_INT, 0);
        }
    }

    private static String text(OpenClLibrary library, String function, MemorySegment of, int parameter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(MAX_TEXT_BYTES);
            library.call(function, of, parameter, (long) MAX_TEXT_BYTES, value, MemorySegment.NULL);
            return value.getString(0, StandardCharsets.UTF_8).strip();
        }
    }
}

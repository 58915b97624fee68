package org.computingpower.power.engine.opencl;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.computingpower.power.engine.EngineFailure;

/**
 * The functions of the OpenCL 1.2 API that the engine needs, bound at run time through {@code java.lang.foreign}: no
 * JNI, no code generation, and nothing to install for who does not use it.
 */
@SuppressWarnings("restricted") // Foreign functions are restricted by nature; launchers pass --enable-native-access.
final class OpenClLibrary {

    /** What to tell people whose machine has no OpenCL. */
    static final String HOW_TO_INSTALL =
            "install an OpenCL driver: pocl-opencl-icd for CPUs (Debian: apt-get install pocl-opencl-icd), the vendor's"
                    + " driver for GPUs";

    private static final List<String> FILES = List.of("libOpenCL.so.1", "libOpenCL.so");
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final Map<String, FunctionDescriptor> FUNCTIONS = Map.ofEntries(
            status("clGetPlatformIDs", INT, POINTER, POINTER),
            status("clGetPlatformInfo", POINTER, INT, LONG, POINTER, POINTER),
            status("clGetDeviceIDs", POINTER, LONG, INT, POINTER, POINTER),
            status("clGetDeviceInfo", POINTER, INT, LONG, POINTER, POINTER),
            pointer("clCreateContext", POINTER, INT, POINTER, POINTER, POINTER, POINTER),
            pointer("clCreateCommandQueue", POINTER, POINTER, LONG, POINTER),
            pointer("clCreateProgramWithSource", POINTER, INT, POINTER, POINTER, POINTER),
            status("clBuildProgram", POINTER, INT, POINTER, POINTER, POINTER, POINTER),
            status("clGetProgramBuildInfo", POINTER, POINTER, INT, LONG, POINTER, POINTER),
            pointer("clCreateKernel", POINTER, POINTER, POINTER),
            pointer("clCreateBuffer", POINTER, LONG, LONG, POINTER, POINTER),
            status("clSetKernelArg", POINTER, INT, LONG, POINTER),
            status("clEnqueueWriteBuffer", POINTER, POINTER, INT, LONG, LONG, POINTER, INT, POINTER, POINTER),
            status("clEnqueueReadBuffer", POINTER, POINTER, INT, LONG, LONG, POINTER, INT, POINTER, POINTER),
            status("clEnqueueNDRangeKernel", POINTER, POINTER, INT, POINTER, POINTER, POINTER, INT, POINTER, POINTER),
            status("clReleaseMemObject", POINTER),
            status("clReleaseKernel", POINTER),
            status("clReleaseProgram", POINTER),
            status("clReleaseCommandQueue", POINTER),
            status("clReleaseContext", POINTER));

    private final Map<String, MethodHandle> handles;

    private OpenClLibrary(Map<String, MethodHandle> handles) {
        this.handles = handles;
    }

    /**
     * Loads the OpenCL loader of this machine. It stays loaded: drivers do not survive being unloaded.
     *
     * @throws EngineFailure if there is none, with what to install
     */
    static OpenClLibrary load() {
        SymbolLookup symbols = FILES.stream()
                .flatMap(file -> lookup(file).stream())
                .findFirst()
                .orElseThrow(() -> new EngineFailure("libOpenCL.so.1 was not found; " + HOW_TO_INSTALL));
        Map<String, MethodHandle> handles = new HashMap<>();
        FUNCTIONS.forEach((name, type) -> {
            MemorySegment symbol = symbols.find(name)
                    .orElseThrow(() -> new EngineFailure("libOpenCL.so.1 lacks the function " + name));
            handles.put(name, Linker.nativeLinker().downcallHandle(symbol, type));
        });
        return new OpenClLibrary(Map.copyOf(handles));
    }

    /**
     * Calls a function that answers a status.
     *
     * @throws EngineFailure if the status is not CL_SUCCESS
     */
    void call(String function, Object... arguments) {
        int status = (int) invoke(function, arguments);
        if (status != 0) {
            throw new EngineFailure(function + " failed with OpenCL status " + status);
        }
    }

    /** Calls a function that answers a status, and answers it. */
    int status(String function, Object... arguments) {
        return (int) invoke(function, arguments);
    }

    /**
     * Calls a function that makes an object and reports its status in its last argument, which is added here.
     *
     * @throws EngineFailure if the status is not CL_SUCCESS
     */
    MemorySegment create(String function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(INT);
            Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = status;
            MemorySegment made = (MemorySegment) invoke(function, all);
            if (status.get(INT, 0) != 0) {
                throw new EngineFailure(function + " failed with OpenCL status " + status.get(INT, 0));
            }
            return made;
        }
    }

    private Object invoke(String function, Object[] arguments) {
        try {
            return Objects.requireNonNull(handles.get(function), function).invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new EngineFailure("Calling " + function + " failed", e);
        }
    }

    private static Optional<SymbolLookup> lookup(String file) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(file, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map.Entry<String, FunctionDescriptor> status(String name, MemoryLayout... arguments) {
        return Map.entry(name, FunctionDescriptor.of(INT, arguments));
    }

    private static Map.Entry<String, FunctionDescriptor> pointer(String name, MemoryLayout... arguments) {
        return Map.entry(name, FunctionDescriptor.of(POINTER, arguments));
    }
}

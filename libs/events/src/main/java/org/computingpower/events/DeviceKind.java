package org.computingpower.events;

/** What kind of processor a device is. */
public enum DeviceKind {
    CPU,
    GPU
}

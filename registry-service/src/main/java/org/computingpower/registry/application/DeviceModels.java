package org.computingpower.registry.application;

import java.util.Optional;
import org.computingpower.events.DeviceKind;
import org.computingpower.events.ModelFit;
import org.computingpower.power.statistics.DeviceCatalog;
import org.computingpower.power.statistics.DeviceModel.DeviceClass;
import org.computingpower.power.statistics.DeviceModel.Fit;

/**
 * What is known of devices, in the words of the published language.
 *
 * @param catalog the device catalog
 */
public record DeviceModels(DeviceCatalog catalog) {

    /** How a measured rate, in hashes per second, fits a model. */
    ModelFit fit(String model, long measuredRate) {
        Fit fit = catalog.fit(model, measuredRate);
        return switch (fit) {
            case PLAUSIBLE -> ModelFit.PLAUSIBLE;
            case TOO_SLOW -> ModelFit.TOO_SLOW;
            case TOO_FAST -> ModelFit.TOO_FAST;
            case UNLISTED -> ModelFit.UNLISTED;
        };
    }

    /** The kind of processor that a model is, if it is another than the claimed one. */
    Optional<DeviceKind> contradiction(String model, DeviceKind claimed) {
        DeviceClass asClass = switch (claimed) {
            case CPU -> DeviceClass.CPU;
            case GPU -> DeviceClass.GPU;
        };
        return catalog.contradiction(model, asClass).map(DeviceModels::kind);
    }

    /** The class in the published language. */
    public static DeviceKind kind(DeviceClass deviceClass) {
        return switch (deviceClass) {
            case CPU -> DeviceKind.CPU;
            case GPU -> DeviceKind.GPU;
        };
    }
}

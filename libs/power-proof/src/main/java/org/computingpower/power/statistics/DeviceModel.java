package org.computingpower.power.statistics;

/**
 * What one device model is known to reach at one puzzle kind, in hashes per second for the whole device.
 *
 * @param vendor such as AMD
 * @param model as the vendor writes it
 * @param deviceClass CPU or GPU
 * @param puzzleKind number of the puzzle kind
 * @param lowest with a poor kernel or at its lowest clock
 * @param typical with the best public kernel
 * @param highest overclocked
 * @param provenance who measured it
 * @param source where the figures come from
 */
public record DeviceModel(
        String vendor,
        String model,
        DeviceClass deviceClass,
        int puzzleKind,
        long lowest,
        long typical,
        long highest,
        Provenance provenance,
        String source) {

    /** Sort of device. */
    public enum DeviceClass {
        /** Processor cores. */
        CPU,
        /** A graphics processor. */
        GPU
    }

    /** Who measured a model. */
    public enum Provenance {
        /** This project. */
        MEASURED,
        /** Others, with hashcat mode 1400; this project never ran the device. */
        PUBLISHED
    }

    /** How a measured rate fits the model that a device claims to be. */
    public enum Fit {
        /** Within the bounds. */
        PLAUSIBLE,
        /** Slower than the model can be: a smaller device, or a shared one. */
        TOO_SLOW,
        /** Faster than 1.25 times the highest figure: another device than claimed, for example a GPU behind a CPU. */
        TOO_FAST,
        /** The catalog does not know the model, so there are no bounds. */
        UNLISTED
    }

    /**
     * @throws IllegalArgumentException unless 0 &lt; lowest &lt;= typical &lt;= highest
     */
    public DeviceModel {
        if (lowest < 1 || typical < lowest || highest < typical) {
            throw new IllegalArgumentException("The figures of a device model ascend from a positive lowest one");
        }
    }

    /** Whether a device of this model can have this rate, in hashes per second. */
    public Fit fit(long measuredRate) {
        if (measuredRate < lowest) {
            return Fit.TOO_SLOW;
        }
        return measuredRate - highest > highest / 4 ? Fit.TOO_FAST : Fit.PLAUSIBLE;
    }
}

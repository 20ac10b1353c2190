/* Compiled ceilings: what no program can raise. A program may only tighten them.
 *
 * Plain C, shared by the guard and by validate(). Where a number is nobody's published
 * limit it says so. Requirement: SAF-001 in safety/requirements.csv.
 */
#ifndef HOMEOSTAT_SAFETY_CEILINGS_H
#define HOMEOSTAT_SAFETY_CEILINGS_H

/* Current. The widest published amplitude code ends at 25.5 mA (Summit RC+S); deep brain
 * makers stop at 20 mA in sum (Vercise), responsive at 12 mA (RNS). */
#define CEILING_AMPLITUDE_UA 25000
#define CEILING_SUM_AMPLITUDE_UA 25000

/* Pulse. RNS 40..1000 us, Vercise 10..450 us. RNS 1..333 Hz, Vercise 2..255 Hz. */
#define FLOOR_PULSE_WIDTH_US 10
#define CEILING_PULSE_WIDTH_US 1000
#define FLOOR_PERIOD_US 2000      /* 500 Hz, ours: above every published device */
#define CEILING_PERIOD_US 2000000 /* 0.5 Hz, ours */
#define CEILING_SECOND_PHASE_RATIO 10
#define CEILING_INTERPHASE_GAP_US 1000 /* typical 0..100 us; the rest is ours */
#define CEILING_RECHARGE_US 20000      /* ours */

/* Rise. 25 mA in one ms is "no ramp"; programs of continuous therapies state far less. */
#define CEILING_RAMP_UA_PER_MS 25000
#define FLOOR_RAMP_WINDOW_US 1000
#define CEILING_RAMP_WINDOW_US 60000000

/* Charge. 25 uC/cm2 per phase is what RNS refuses to exceed. Shannon k: 1.85 is the
 * lowest damaging value in Shannon's data, 1.75 the usual conservative reading. */
#define CEILING_DENSITY_NC_PER_CM2 25000
#define FLOOR_SHANNON_K_HUNDREDTHS 100
#define CEILING_SHANNON_K_HUNDREDTHS 175
#define CEILING_CHARGE_PC 25000000 /* amplitude ceiling times width ceiling */

/* Source and tissue. Implantable sources reach 12 to 20 V. RNS flags impedances outside
 * 250..3500 ohm; deep brain systems call 10 kohm an open contact. */
#define CEILING_COMPLIANCE_UV 20000000
#define FLOOR_IMPEDANCE_OHM 50
#define CEILING_IMPEDANCE_OHM 10000
#define CEILING_IMPEDANCE_AGE_US 2678400000000 /* 31 days, ours */

/* Bursts and episodes. RNS: bursts of 10..5000 ms, five therapies an episode, about a
 * thousand stimulations a day; mood studies give 6 s bursts. Ours are wider by a little.
 */
#define CEILING_BURST_US 60000000
#define CEILING_GAP_US 86400000000 /* a day */
#define CEILING_BURSTS_PER_THERAPY 10
#define CEILING_THERAPIES_PER_EPISODE 20
#define CEILING_THERAPIES_PER_HOUR 600
#define CEILING_THERAPIES_PER_DAY 5000
#define CEILING_STATUS_THERAPIES 100
#define FLOOR_STATUS_WINDOW_US 60000000
#define CEILING_STATUS_WINDOW_US 3600000000

/* Continuous on-time where a program bounds it at all. */
#define CEILING_ON_US 86400000000

/* Budgets, ours: sized so that 25 mA x 1 ms pulses cannot overflow 64 bits. A day of
 * 3 mA x 90 us x 130 Hz is 3.0e12 pC per contact and phase. */
#define CEILING_FAST_CAPACITY_PC 1000000000000
#define CEILING_SLOW_CAPACITY_PC 10000000000000
#define CEILING_REFILL_PC_PER_S 1000000000
#define CEILING_ENERGY_NJ 1000000000000
#define CEILING_POWER_NW 1000000000

/* Time. A command that nobody renews ends within seconds. */
#define CEILING_COMMAND_LIFETIME_US 5000000
#define CEILING_STEP_GAP_US 10000000
#define CEILING_STALLS 16 /* ours: steps in a row at one instant */
#define FLOOR_COOLDOWN_US 1000000
#define CEILING_COOLDOWN_US 86400000000

/* Device. ISO 14708-1 allows 2 K above the body at the outer surface (from secondary
 * sources): 37 + 3 of fever + 2. */
#define FLOOR_BATTERY_FLOOR_MV 1000
#define CEILING_BATTERY_FLOOR_MV 20000
#define COLDEST_MC 10000 /* ours: below it the sensor is dead, or was never read */
#define FLOOR_TEMPERATURE_MC 37000
#define CEILING_TEMPERATURE_MC 42000

/* Echo. Measured charge within a quarter of what was granted; what is left on the
 * electrode well inside the water window (-0.6..0.8 V for platinum). */
#define CEILING_ECHO_ERROR_PERMILLE 250
#define CEILING_RESIDUAL_UV 200000

#endif

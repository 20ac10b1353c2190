// The part of a patient's file that tells of a hypothetical depression, as the models'
// settings. Judges nothing: models/mood_patient_settings.h does.
#pragma once

#include "clinical_configs/virtual_patient.pb.h"
#include "models/mood_patient_settings.h"

namespace homeostat::clinical_configs {

models::MoodPatientSettings to_mood(const config::Mood& mood);

}  // namespace homeostat::clinical_configs

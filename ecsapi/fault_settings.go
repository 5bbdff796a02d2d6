package ecsapi

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"

	"tealset/model"
	"tealset/model/clean"
)

// maxProfiles is how many profiles a fault lists.
const maxProfiles = 10

// settingsFault tells what is wrong with the AWS settings of the machine.
func settingsFault(err error, profile string) *model.Fault {
	next := "Correct what the details name" + forProfile(profile) + thenRestart
	fault := &model.Fault{
		Kind:     model.FaultConfig,
		Headline: "the AWS settings cannot be used",
		Detail:   safeText(err.Error()),
	}
	var unknown config.SharedConfigProfileNotExistError
	var unreadable config.SharedConfigLoadError
	var role config.SharedConfigAssumeRoleError
	var code config.AssumeRoleTokenProviderNotSetError
	switch {
	case errors.As(err, &role):
		fault.Headline = "the role's source profile has no credentials"
		next = "Correct source_profile" + forProfile(profile) + " in " + clean.Text(configFile()) + "."
	case errors.As(err, &unknown):
		fault.Headline = "there is no profile " + clean.ShellWord(unknown.Profile)
		next = knownProfiles()
	case errors.As(err, &code):
		fault.Headline = "the role wants an MFA code"
		next = "Run " + mfaCommand(profile) + " in this shell, give the code there, and start tealset without --profile."
	case errors.As(err, &unreadable):
		fault.Headline = "an AWS settings file cannot be read"
		next = "Correct " + clean.Text(unreadable.Filename) + "."
	case anyLayer(err, begins("role ARN is not set")):
		fault.Headline = "a web identity has no role"
		next = "Set AWS_ROLE_ARN beside AWS_WEB_IDENTITY_TOKEN_FILE" + thenRestart
	case anyLayer(err, begins("invalid endpoint host, ")), anyLayer(err, begins("failed to resolve host ")):
		fault.Headline = "AWS_CONTAINER_CREDENTIALS_FULL_URI cannot be used"
		next = "Correct it to https://, or to a host that is this machine or its agent" + thenRestart
	case strings.Contains(err.Error(), "custom CA bundle") || isAbout(err, os.Getenv("AWS_CA_BUNDLE")):
		fault.Headline = "AWS_CA_BUNDLE cannot be read"
		next = "Set AWS_CA_BUNDLE to a file of PEM certificates, or unset it."
	}
	fault.Next = model.Advice(next)
	return fault
}

// isAbout tells whether err is about opening that one file.
func isAbout(err error, file string) bool {
	var open *os.PathError
	return errors.As(err, &open) && file != "" && open.Path == file
}

// mfaCommand is the command that asks for an MFA code, which tealset cannot do on
// its own screen, and leaves a session in the shell's environment.
func mfaCommand(profile string) string {
	command := "aws configure export-credentials --format env"
	if profile != "" {
		command += " --profile " + clean.ShellWord(profile)
	}
	return `eval "$(` + command + `)"`
}

// knownProfiles is the sentence that lists the profiles of the settings files.
func knownProfiles() string {
	profiles := Profiles()
	if len(profiles) == 0 {
		return "No profile is in " + clean.Text(configFile()) + "; run aws configure sso to make one."
	}
	var more string
	if rest := len(profiles) - maxProfiles; rest > 0 {
		profiles = profiles[:maxProfiles]
		more = fmt.Sprintf(" and %d more", rest)
	}
	return "Choose one of " + strings.Join(profiles, ", ") + more + "."
}

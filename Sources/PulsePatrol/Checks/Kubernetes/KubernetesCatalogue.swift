extension CheckCatalogue {
    static let kubernetes: [Check] = [
        .kubernetesClusterOffline, .kubernetesAPISilent, .kubernetesCertificate, .kubernetesNodeNotReady, .kubernetesNodePressure,
        .kubernetesCordoned, .kubernetesPodLimit,
        .kubernetesNodeMemory, .kubernetesVersionSkew, .kubernetesCrashLoop, .kubernetesImagePull, .kubernetesContainerConfiguration,
        .kubernetesOutOfMemory, .kubernetesRestartRate, .kubernetesPending, .kubernetesStarting, .kubernetesPodFailed, .kubernetesPodEvicted,
        .kubernetesTerminating, .kubernetesNotReady, .kubernetesDeployment, .kubernetesStatefulSet, .kubernetesDaemonSet, .kubernetesRollout,
        .kubernetesReplicaFailure, .kubernetesJob, .kubernetesCronJobFails, .kubernetesCronJobLate, .kubernetesClaimPending, .kubernetesClaimLost,
        .kubernetesClaimFill, .kubernetesVolumeFailed, .kubernetesVolumeReleased,
    ]
}

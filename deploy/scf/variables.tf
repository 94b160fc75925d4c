variable "role" {
  description = "A role of CAM that SCF may take and that may call cls:SendConsumerHeartbeat."
  type        = string
}

variable "region" {
  description = "The region of the functions, and of the consumer groups."
  type        = string
  default     = "ap-singapore"
}

variable "runtime" {
  description = "20 or newer; which of them SCF takes is not established."
  type        = string
  default     = "Nodejs20.19"
}

variable "config" {
  description = "The configuration with your keys and aliases."
  type        = string
  default     = "../../relay.config.json"
}

variable "cls_endpoint" {
  description = "Tencent's API host: cls.intl.tencentcloudapi.com, cls.tencentcloudapi.com or a regional one."
  type        = string
  default     = "cls.intl.tencentcloudapi.com"
}

variable "rate_per_second" {
  description = "Heartbeats a second that the credentials may send."
  type        = number
  default     = 20
}

variable "schedule_per_second" {
  description = "How many of them are the schedule's: the two functions know nothing of each other."
  type        = number
  default     = 5
}

# 长表单的草稿自动保存。

draft-saved = 已自动保存
draft-restored = 已恢复上次未提交的内容。
draft-discard = 不要了，清空
draft-failed = 未能自动保存：网络不通或登录已过期。
draft-too-large = 内容过长，无法自动保存。

"""Which phrases are actions: what can follow 要. Better to miss one than to say 要 before a subject."""

from __future__ import annotations

# Verbs of two characters that begin a measure in speeches (practice).
_LISTED = """
下移 严查 严格 丰富 争取 交流 优化 传达 依托 促进 保护 保持 保证 保障 修好 修订 借助 借鉴 倡导 做到 做好 做实 做强 做精
做细 做足 健全 公布 公开 关心 关爱 兴办 减少 减轻 分清 创建 制定 办好 办成 加大 加强 加快 动员 化解 升级 协调 压实 压缩
发动 发展 发挥 取消 合到 听取 启动 吸收 唱响 坚持 培养 培育 培训 增加 增强 增派 壮大 备好 备足 学习 学好 守住 安排 完善
完成 定出 定好 实施 实行 审核 宣传 宣讲 对照 巩固 带动 带头 带好 延伸 建好 建立 建设 建起 开好 开展 开放 开通 引导 弘扬
张贴 强化 当好 慰问 成立 打响 打好 打通 打造 扩大 扶持 找准 抓好 抓实 抓牢 抓紧 报告 拆除 拉动 拥护 拿出 挂牌 挑选 掌握
排查 探索 接上 控制 推动 推广 推行 推进 提供 提升 提高 搞好 搭好 搭建 摸清 撤掉 支持 改变 改善 改进 改选 改造 救助 教会
教育 整合 整改 整治 明确 普及 更新 服务 查处 查找 查清 树立 汇总 治理 注重 洗净 消除 深化 添置 清理 满足 理顺 用好 申请
留住 留出 疏通 盖好 盘活 盯住 盯紧 看望 督促 研究 确保 稳住 突出 立起 筹备 签订 管住 管好 精简 纠正 练好 组织 细化 统一
统筹 维护 编制 编好 考核 联系 营造 落实 融入 补上 补充 补齐 表彰 要求 规范 解决 认清 让出 设立 评选 试行 请出 调整 贯彻
走访 走进 转变 迎接 追踪 送到 选好 通报 遵守 配好 配齐 重视 防止 防范 预留
"""
_VERBS = frozenset(_LISTED.split())
# 把门敲到户, 给老人让座, 让夜里有人应: the object comes first.
_COVERBS = ("把", "给", "让", "向", "为")


def is_action(text: str) -> bool:
    """Whether ``text`` begins with a verb, so that 要 can stand before it."""
    return text[:2] in _VERBS or text.startswith(_COVERBS)
